// A prediction answers as soon as one has chosen.
document.querySelectorAll(".predict").forEach((question) => {
  const says = question.querySelector(".says");
  question.addEventListener("change", (event) => { says.textContent = event.target.dataset.says; });
});
