// Which images this machine's users have: a line of JSON in the log for each new and deleted image, for a program that
// collects them.
export default definePlugin({
  requires: "WSLC",

  onImageCreated(session, { Id, RepoTags, RepoDigests, Size, Architecture, Created }) {
    const image = { id: Id, tags: RepoTags ?? [], digests: RepoDigests ?? [], size: Size, built: Created };
    console.log(JSON.stringify({ event: "created", user: session.userSid, ...image, architecture: Architecture }));
  },

  onImageDeleted(session, imageId) {
    console.log(JSON.stringify({ event: "deleted", user: session.userSid, id: imageId }));
  },
});
