"""Print the number and the value of opportunities by level and source, and when the last one changed.

python docs/examples/pipeline_report.py
"""

from webcrm_ext import WebCRM


def main() -> None:
    with WebCRM() as crm:
        table = crm.opportunities.list().to_pandas(labels=True)
    print(table.groupby(["Level", "Source"])["Order value"].agg(["count", "sum"]))
    print("Last change:", table["Updated at"].max())


if __name__ == "__main__":
    main()
