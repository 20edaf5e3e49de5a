// Makes code blocks that scroll sideways reachable by keyboard.
(function () {
  "use strict";
  const update = () => {
    document.querySelectorAll(".md-typeset pre > code, .md-typeset__table").forEach((box) => {
      if (box.scrollWidth > box.clientWidth) {
        box.tabIndex = 0;
      }
    });
  };
  update();
  addEventListener("resize", update);
})();
