"""The benchmarks run, and compute what they claim."""
