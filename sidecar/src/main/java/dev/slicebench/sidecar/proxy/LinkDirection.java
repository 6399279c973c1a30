package dev.slicebench.sidecar.proxy;

/** Which way bytes go. */
public enum LinkDirection {
  /** From the client to the server. */
  REQUESTS,
  /** From the server to the client. */
  ANSWERS
}
