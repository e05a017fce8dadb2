const texts = ["", "\ud800", "\udc00\ud800", "a\0b", "\u{1F600}", "x".repeat(70000), '\u2028\n\r\t\x7f"\\'];
export default definePlugin({
  onVmStarted() {
    for (const text of texts) console.log(text, new TextDecoder().decode(new TextEncoder().encode(text)));
    console.log(
      new TextDecoder("utf-8", { ignoreBOM: true }).decode(new Uint8Array([255, 239, 187, 191]), { stream: true }),
    );
  },
  onDistributionStarted() {
    throw new PluginError(texts.join("|"));
  },
});
