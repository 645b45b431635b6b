// ipywidgets looks for a widget every tenth of a second, for two seconds, and then gives up: "model not found". On a busy
// page a tenth of a second can last until the two are over; what has come meanwhile is there, and never shown. So it is
// looked for once more before giving up. Written by hand in the form in which JupyterLab loads a built extension.
(() => {
  const name = "kml-last-look", library = "@jupyter-widgets/base-manager";
  let shared;

  const activate = () => Promise.all(Object.values(shared[library] ?? {}).map(async version => {
    const {ManagerBase} = (await version.get())();
    const look = ManagerBase.prototype.get_model;
    ManagerBase.prototype.get_model = async function (id) {
      try {
        return await look.call(this, id);
      } catch (gaveUp) {
        if (!this.has_model(id)) throw gaveUp;
        return look.call(this, id);
      }
    };
  }));

  (window._JUPYTERLAB ??= {})[name] = {
    init: scope => { shared = scope; },
    get: async () => () => ({id: `${name}:plugin`, autoStart: true, activate}),
  };
})();
