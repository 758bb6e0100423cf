// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

/** How an address is known on this server. */
public enum LocalMatch {
    ACCOUNT,
    ALIAS,
    GROUP,
    FORWARD,
    /** An address or regex mapping, or an error mapping, of exactly this address. */
    ADDRESS,
    /** A wildcard or domain mapping only: counts after the peers have said no. */
    CATCH_ALL
}
