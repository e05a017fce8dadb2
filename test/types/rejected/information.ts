// Information objects are read-only, and Windows need not know a session's user. The text after each directive is a part
// of the compiler's message.

export const user = definePlugin({
  onVmStarted(session) {
    // @ts-expect-error 'session.user' is possibly 'null'
    console.log(session.user.name);
    if (session.user !== null) {
      // @ts-expect-error Cannot assign to 'domain' because it is a read-only property
      session.user.domain = "CORP";
    }
    // @ts-expect-error Cannot assign to 'user' because it is a read-only property
    session.user = null;
  },
});
