// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

/** This server's name in trace headers and logs; the same alphabet as {@link PeerName}. */
public record NodeName(String value) {
    public NodeName {
        value = new PeerName(value).value();
    }

    @Override
    public String toString() {
        return value;
    }
}
