// What this browser keeps for reading offline goes when whoever reads it signs out.
"use strict";

const forget = async () => {
  // Only where the address is secure a browser keeps anything.
  for (const name of "caches" in window ? await caches.keys() : []) {
    await caches.delete(name);
  }
};

for (const form of document.querySelectorAll('form[action$="/sign-out"]')) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await forget();
    } finally {
      form.submit();
    }
  });
}
