// What is wider than the page fades out on the side where it goes on, and can be reached and scrolled with keys.
const boxes = document.querySelectorAll(".picture, .wide, .formula, pre");
const look = (box) => {
  const left = box.scrollWidth - box.clientWidth - box.scrollLeft;
  box.classList.toggle("goes-on", left > 2);
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  else box.removeAttribute("tabindex");
};
boxes.forEach((box) => box.addEventListener("scroll", () => look(box), { passive: true }));
const sizes = new ResizeObserver((entries) => entries.forEach((entry) => look(entry.target)));
boxes.forEach((box) => sizes.observe(box));
// a formula's letters come later, and its box stays as large as it was
document.fonts.addEventListener("loadingdone", () => boxes.forEach(look));
document.querySelectorAll(".picture img").forEach((image) => image.addEventListener("load", () => look(image.parentElement)));
