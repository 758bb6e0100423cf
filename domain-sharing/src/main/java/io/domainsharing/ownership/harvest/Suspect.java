// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.harvest;

import io.domainsharing.ownership.PeerName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A client that has tried many addresses that nobody has. Immutable.
 *
 * @param since when that was noticed
 * @param until when it ends, unless it goes on
 * @param toldBy the peer that has said so; null: it was noticed here
 */
public record Suspect(ClientBlock client, Instant since, Instant until, @Nullable PeerName toldBy) {}
