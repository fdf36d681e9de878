/**
 * Runs a library that is no module.
 * @param {string} address
 */
export async function script(address) {
  const element = document.createElement("script");
  element.src = address;
  await new Promise((loaded, failed) => {
    element.addEventListener("load", loaded);
    element.addEventListener("error", () => failed(new Error(`${address} cannot be loaded.`)));
    document.head.append(element);
  });
}
