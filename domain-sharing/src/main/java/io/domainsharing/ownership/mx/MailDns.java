// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.mx;

import io.domainsharing.ownership.HostAddresses;
import org.jspecify.annotations.Nullable;

/**
 * What of the way of mail is not left to James's own DNS. Thread-safe.
 *
 * @param routes the ways by MX; null: as James finds them
 * @param addresses of hosts; null: as James finds them
 */
public record MailDns(@Nullable MxRoutes routes, @Nullable HostAddresses addresses) {
    /** What it is while Domain Sharing is switched off (D10). */
    public static final MailDns OFF = new MailDns(null, null);
}
