export default definePlugin({
