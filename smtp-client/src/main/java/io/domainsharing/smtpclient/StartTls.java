// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

/**
 * Whether a connection is encrypted by STARTTLS (RFC 3207). The server's certificate is not verified: TLS keeps the addresses
 * from who listens, and proves nothing about who answers.
 */
public enum StartTls {
    NEVER,
    /** And in clear where the server does not offer it, or has it not at the moment. */
    WHEN_OFFERED,
    /** A server without it is not asked. */
    REQUIRED
}
