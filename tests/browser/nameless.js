// Controls that a screen reader has no name for.
() =>
  [...document.querySelectorAll("button, a[href], input, textarea")]
    .filter(
      (one) => !one.closest("[aria-hidden=true]") && one.getAttribute("aria-hidden") !== "true",
    )
    .filter(
      (one) => !(one.getAttribute("aria-label") || one.textContent.trim() || one.labels?.length),
    )
    .map((one) => one.outerHTML);
