// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

/** Hears what servers announce, each time that a session with one is open. Called on an event loop: must not block. */
@FunctionalInterface
public interface ExtensionsListener {
    /** Takes no notice. */
    ExtensionsListener NONE = (server, extensions) -> {};

    /** That is what counts in the session: where TLS was begun, what the server has said behind it. */
    void announced(SmtpServer server, Extensions extensions);
}
