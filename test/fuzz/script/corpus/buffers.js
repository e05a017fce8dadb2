const buffer = new ArrayBuffer(8, { maxByteLength: 64 });
const view = new Uint8Array(buffer, 4);
const gone = new Uint8Array(8);
gone.buffer.transfer();
export default definePlugin({ permissions: "all",
  onVmStarted(session) {
    const process = ExecuteBinary(session, "/bin/cat");
    for (const data of [view, gone, buffer, new DataView(buffer), new Float64Array(2), new SharedArrayBuffer(4)]) {
      try {
        process.write(data);
      } catch (error) {
        console.log(error);
      }
    }
    buffer.resize(2);
    process.write(view);
  },
});
