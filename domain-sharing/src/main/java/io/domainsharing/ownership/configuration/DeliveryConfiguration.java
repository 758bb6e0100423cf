// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import com.google.common.net.HostAndPort;
import io.domainsharing.ownership.Peer;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How mail is handed over to peers: the {@code <delivery>} block.
 *
 * @param delayTime James's notation of the waits between tries; the last one repeats until {@code expiry}
 * @param expiry age at which undelivered or undecided mail is returned to its sender
 * @param connectionsPerHost SMTP connections at once to one peer
 * @param smartHost null: none; never used while {@code smartHostOnError} is false
 * @param smartHostOnError whether a peer's mail may leave to the smart host while the peer's own hosts cannot be reached
 * @param handover how each session is held
 */
public record DeliveryConfiguration(
        String delayTime,
        Duration expiry,
        int connectionsPerHost,
        @Nullable HostAndPort smartHost,
        boolean smartHostOnError,
        HandoverConfiguration handover) {
    public static final String DEFAULT_DELAY_TIME = "1*1 minute, 1*5 minutes, 8*15 minutes, 29*4 hours";
    public static final Duration DEFAULT_EXPIRY = Duration.ofDays(5);
    public static final int DEFAULT_CONNECTIONS_PER_HOST = 50;
    public static final DeliveryConfiguration DEFAULT = new DeliveryConfiguration(
            DEFAULT_DELAY_TIME,
            DEFAULT_EXPIRY,
            DEFAULT_CONNECTIONS_PER_HOST,
            null,
            false,
            HandoverConfiguration.DEFAULT);

    /** RemoteDelivery parameters that Domain Sharing sets itself: one queue and one peer each is what it promises. */
    private static final Set<String> OURS = Set.of(
            "outgoing",
            "outgoingQueue",
            "gateway",
            "gatewayPort",
            "bounceProcessor",
            "sendpartial",
            "loadBalancing",
            "maxRetries",
            "maxDnsProblemRetries",
            "onSuccess");

    private static final Duration LONGEST_EXPIRY = Duration.ofDays(90);
    private static final int MOST_CONNECTIONS = 10_000;

    /**
     * Reads the block.
     *
     * @throws BadConfigurationException a key of the block is unknown or its value unusable
     */
    public static DeliveryConfiguration from(Block block) throws BadConfigurationException {
        String delayTime = block.value(
                        "delayTime", DelayTime::parse, "Write waits such as 1*1 minute, 8*15 minutes, 29*4 hours")
                .map(DelayTime::text)
                .orElse(DEFAULT_DELAY_TIME);
        Duration expiry = block.value(
                        "expiry",
                        Values.duration(Duration.ofSeconds(1), LONGEST_EXPIRY),
                        "Write a duration such as 5 days")
                .orElse(DEFAULT_EXPIRY);
        int connectionsPerHost = block.value(
                        "connectionsPerHost",
                        Values.integer(1, MOST_CONNECTIONS),
                        "Write a whole number from 1 to 10000")
                .orElse(DEFAULT_CONNECTIONS_PER_HOST);
        HostAndPort smartHost = block.value(
                        "smartHost",
                        Values.hostAndPort(Peer.DEFAULT_SMTP_PORT),
                        "Write a host such as smart.example.net:25")
                .orElse(null);
        boolean smartHostOnError = block.value("smartHostOnError", Values::bool, "Write true or false")
                .orElse(false);
        if (smartHostOnError && smartHost == null) {
            throw new BadConfigurationException(
                    block.pathOf("smartHostOnError"),
                    "'true' needs a smart host",
                    "Add <smartHost>smart.example.net:25</smartHost>, or write false");
        }
        HandoverConfiguration handover = HandoverKeys.read(block);
        rejectOurs(block);
        block.rejectOthers();
        return new DeliveryConfiguration(delayTime, expiry, connectionsPerHost, smartHost, smartHostOnError, handover);
    }

    /** The same where {@code heloName} is left out: what EHLO says in look-ups. */
    DeliveryConfiguration withHeloNameOf(LookupConfiguration lookup) {
        return handover.heloName() != null
                ? this
                : new DeliveryConfiguration(
                        delayTime,
                        expiry,
                        connectionsPerHost,
                        smartHost,
                        smartHostOnError,
                        handover.withHeloName(lookup.smtp().heloName()));
    }

    private static void rejectOurs(Block block) throws BadConfigurationException {
        for (String name : block.others()) {
            if (OURS.contains(name)) {
                throw new BadConfigurationException(
                        block.pathOf(name), "is set by Domain Sharing itself, per peer", "Remove it");
            }
        }
    }
}
