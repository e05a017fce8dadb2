import DefaultTheme from "vitepress/theme-without-fonts";
import { type App, defineComponent, h, onBeforeUnmount, onMounted, ref } from "vue";
import "./playground.css";
import "./style.css";

/** The playground runs in browsers only; the built page shows that it loads. */
const Playground = defineComponent(() => {
  const root = ref<HTMLElement>();
  let dispose = () => {};
  let isGone = false;
  onMounted(async () => {
    const { startPlayground } = await import("../../playground/page.ts");
    if (root.value === undefined) return;
    dispose = startPlayground(root.value);
    if (isGone) dispose();
  });
  onBeforeUnmount(() => {
    isGone = true;
    dispose();
  });
  return () => h("div", { class: "playground", ref: root }, "Loading the engine ...");
});

export default {
  extends: DefaultTheme,
  enhanceApp({ app }: { app: App }) {
    app.component("Playground", Playground);
  },
};
