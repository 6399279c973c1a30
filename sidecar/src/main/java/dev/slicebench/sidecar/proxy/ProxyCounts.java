package dev.slicebench.sidecar.proxy;

/**
 * The work of a proxy since it started.
 *
 * @param connections connections that it let through to the server
 * @param refused connections that it reset at once
 * @param cut connections that it closed while both sides still held them
 * @param requestBytes bytes handed on to the server
 * @param answerBytes bytes handed on to clients
 * @param swallowedBytes bytes of either way that it kept for itself
 */
public record ProxyCounts(
    long connections,
    long refused,
    long cut,
    long requestBytes,
    long answerBytes,
    long swallowedBytes) {}
