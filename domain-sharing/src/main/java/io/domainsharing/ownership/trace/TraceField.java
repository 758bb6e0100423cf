// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.trace;

/**
 * The value of a field of a message's header, unfolded.
 *
 * @param received how many {@code Received} fields stand above it
 */
public record TraceField(String value, int received) {
    public TraceField {
        if (received < 0) {
            throw new IllegalArgumentException("received: " + received);
        }
    }
}
