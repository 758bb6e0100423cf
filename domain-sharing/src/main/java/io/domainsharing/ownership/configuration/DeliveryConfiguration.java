// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import com.google.common.net.HostAndPort;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How mail is handed over to peers: the {@code <delivery>} block.
 *
 * @param delayTime James's notation of the waits between tries; the last one repeats until {@code expiry}
 * @param expiry age at which undelivered or undecided mail is returned to its sender
 * @param connectionsPerHost SMTP connections at once to one peer
 * @param smartHost null: none
 * @param smartHostOnError whether a peer's mail may leave to the smart host when the peer's own hosts fail
 * @param remoteDelivery James's own RemoteDelivery parameters and {@code mail.*} properties, passed through
 */
public record DeliveryConfiguration(
        String delayTime,
        Duration expiry,
        int connectionsPerHost,
        @Nullable HostAndPort smartHost,
        boolean smartHostOnError,
        Map<String, String> remoteDelivery) {
    public static final String DEFAULT_DELAY_TIME = "1*1 minute, 1*5 minutes, 8*15 minutes, 29*4 hours";
    public static final Duration DEFAULT_EXPIRY = Duration.ofDays(5);
    public static final int DEFAULT_CONNECTIONS_PER_HOST = 50;
    public static final DeliveryConfiguration DEFAULT = new DeliveryConfiguration(
            DEFAULT_DELAY_TIME, DEFAULT_EXPIRY, DEFAULT_CONNECTIONS_PER_HOST, null, false, Map.of());

    public DeliveryConfiguration {
        remoteDelivery = Map.copyOf(remoteDelivery);
    }
}
