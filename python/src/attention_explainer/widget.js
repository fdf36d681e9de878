// Appended to the module that defines the elements: Jupyter loads both as one text.
// No name at the top level, where the other has its own.
export default {
  render({ model, el }) {
    const figure = document.createElement("attention-explainer");
    const refused = document.createElement("p");
    refused.setAttribute("role", "alert");
    // Jupyter leaves alone the keys that are pressed in here.
    el.setAttribute("data-lm-suppress-shortcuts", "true");
    el.append(figure, refused);

    const tell = (error, scenario) => {
      refused.textContent = error;
      model.set("error", error);
      if (scenario) model.set("scenario", scenario);
      model.save_changes();
    };
    const isShown = () => JSON.stringify(model.get("scenario")) === JSON.stringify(figure.scenario);
    // The whole scenario comes back, with what was left out filled in.
    const take = () => {
      try {
        figure.scenario = model.get("scenario");
        tell("", figure.scenario);
      } catch (error) {
        tell(error.message);
      }
    };
    const follow = () => {
      if (!isShown()) take();
    };
    const goTo = () => {
      if (model.get("step")) figure.setAttribute("step", model.get("step"));
    };

    figure.addEventListener("attention-change", () => tell("", figure.scenario));
    goTo();
    figure.ready.then(
      () => {
        take();
        model.on("change:scenario", follow);
        model.on("change:step", goTo);
      },
      (error) => tell(error.message),
    );
    return () => {
      model.off("change:scenario", follow);
      model.off("change:step", goTo);
    };
  },
};
