/** Every figure leaves the page: the dialog with the ways out (principle 6, page 16). */
import { expect, test } from "./support/test";

for (const [tag, field] of [
  ["attention-explainer", "d_k"],
  ["attention-scaling", "d_k"],
] as const) {
  test(`${tag} shows what it computes from, and gives the keyboard back`, async ({ page }) => {
    await page.goto("/");
    const figure = page.locator(tag).first();
    await figure.scrollIntoViewIfNeeded();
    await expect(figure.getByRole("toolbar")).toBeVisible();
    const button = figure.getByRole("toolbar").getByRole("button", { name: "Code and data" });
    await button.focus();
    await page.keyboard.press("Enter");
    const dialog = figure.getByRole("dialog");
    await expect(dialog).toBeVisible();
    await dialog.getByRole("radio", { name: "JSON", exact: true }).check();
    const shown = JSON.parse((await dialog.locator("pre").textContent()) ?? "") as object;
    const own = await figure.evaluate((element) => {
      const host = element as unknown as { snapshot: { settings: object } };
      return host.snapshot.settings;
    });
    expect(shown).toEqual(own);
    expect(shown).toHaveProperty(field);
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
    await expect(button).toBeFocused();
  });
}

for (const tag of ["attention-explainer", "attention-scaling"]) {
  test(`${tag} takes a snapshot back, as a change that can be undone`, async ({ page }) => {
    await page.goto("/");
    await page.locator(tag).first().scrollIntoViewIfNeeded();
    const [before, restored, undone, refused] = await page.evaluate(async (tag) => {
      await customElements.whenDefined(tag);
      const figure = document.querySelector(tag) as unknown as HTMLElement & {
        ready: Promise<void>;
        updateComplete: Promise<unknown>;
        snapshot: { settings: { d_k: number }; view: object };
        restore(snapshot: object): void;
      };
      await figure.ready;
      const before = figure.snapshot;
      const other = { ...before, settings: { ...before.settings, d_k: 32 } };
      figure.restore(other);
      const restored = figure.snapshot;
      let refused = "";
      try {
        figure.restore({ ...before, settings: { ...before.settings, d_k: -1 } });
      } catch (error) {
        refused = String(error);
      }
      const kept = figure.snapshot;
      await figure.updateComplete;
      const undo = [...(figure.shadowRoot?.querySelectorAll("button") ?? [])].find((button) =>
        button.textContent.includes("Undo"),
      );
      undo?.click();
      return [before, [restored, kept, other], figure.snapshot, refused] as const;
    }, tag);
    const [shown, kept, wanted] = restored;
    expect(shown).toEqual(wanted);
    expect(kept).toEqual(wanted);
    expect(undone.settings).toEqual(before.settings);
    expect(refused).toContain("d_k");
  });
}
