// The pages work without this: it adds new requests to their list, and copies texts.
"use strict";

const rows = document.getElementById("requests");

async function addNewRequests() {
  const first = rows.querySelector("tr");
  const response = await fetch(`${rows.dataset.rows}?after=${first ? first.dataset.number : 0}`);
  if (!response.ok) return;
  rows.insertAdjacentHTML("afterbegin", await response.text());
  document.getElementById("none").hidden = rows.children.length > 0;
}

if (rows) {
  setInterval(() => document.hidden || addNewRequests().catch(() => {}), 1000);
}

for (const button of document.querySelectorAll("button.copy")) {
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent);
    button.parentElement.querySelector("[role=status]").textContent = "Copied.";
  });
}
