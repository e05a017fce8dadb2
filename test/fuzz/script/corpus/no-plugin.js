export default { onVmStarted() {} };
