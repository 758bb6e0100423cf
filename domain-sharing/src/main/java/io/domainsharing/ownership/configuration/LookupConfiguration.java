// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import io.domainsharing.network.InWords;
import io.domainsharing.ownership.Destination;
import io.domainsharing.smtpclient.StartTls;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How peers are asked: the {@code <lookup>} block.
 *
 * @param timeout for one try
 * @param attempts tries for one look-up, at least 1
 * @param budget for the whole look-up, all peers and tries included
 * @param bind source address of queries; null: chosen by the system
 * @param smtp what only look-ups by SMTP need
 */
public record LookupConfiguration(
        Duration timeout, int attempts, Duration budget, @Nullable InetAddress bind, Smtp smtp) {
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(1);
    public static final int DEFAULT_ATTEMPTS = 3;
    public static final Duration DEFAULT_BUDGET = Duration.ofSeconds(5);
    public static final LookupConfiguration DEFAULT =
            new LookupConfiguration(DEFAULT_TIMEOUT, DEFAULT_ATTEMPTS, DEFAULT_BUDGET, null);

    /**
     * How peers are asked by VRFY and RCPT.
     *
     * @param heloName what EHLO says; null: the host name
     * @param vrfyFallbackToRcpt whether a server that does not tell by VRFY is asked by RCPT; null: if it is a peer found by MX
     */
    public record Smtp(@Nullable String heloName, StartTls startTls, @Nullable Boolean vrfyFallbackToRcpt) {
        public static final Smtp DEFAULT = new Smtp(null, StartTls.WHEN_OFFERED, null);

        /** Whether that server is asked by RCPT where it does not tell by VRFY. */
        public boolean fallsBackToRcpt(Destination peer) {
            return vrfyFallbackToRcpt == null ? peer.foundByMx() : vrfyFallbackToRcpt;
        }
    }

    static final Words<StartTls> START_TLS =
            Words.of(List.of(StartTls.WHEN_OFFERED, StartTls.NEVER, StartTls.REQUIRED), startTls -> switch (startTls) {
                case WHEN_OFFERED -> "true";
                case NEVER -> "false";
                case REQUIRED -> "required";
            });

    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int MOST_ATTEMPTS = 20;

    /** With the defaults of {@link Smtp}. */
    public LookupConfiguration(Duration timeout, int attempts, Duration budget, @Nullable InetAddress bind) {
        this(timeout, attempts, budget, bind, Smtp.DEFAULT);
    }

    public LookupConfiguration {
        if (timeout.compareTo(budget) > 0) {
            throw new IllegalArgumentException("timeout " + InWords.duration(timeout)
                    + " is longer than the whole budget " + InWords.duration(budget));
        }
    }

    /** The same with another way about TLS. */
    public LookupConfiguration withStartTls(StartTls startTls) {
        return new LookupConfiguration(
                timeout, attempts, budget, bind, new Smtp(smtp.heloName(), startTls, smtp.vrfyFallbackToRcpt()));
    }

    /**
     * Reads the block.
     *
     * @throws BadConfigurationException a key of the block is unknown or its value unusable
     */
    public static LookupConfiguration from(Block block) throws BadConfigurationException {
        Block.Parser<Duration> duration = Values.duration(Duration.ofMillis(10), LONGEST);
        Duration timeout =
                block.value("timeout", duration, "Write a duration such as 1s").orElse(DEFAULT_TIMEOUT);
        int attempts = block.value("attempts", Values.integer(1, MOST_ATTEMPTS), "Write a whole number from 1 to 20")
                .orElse(DEFAULT_ATTEMPTS);
        Duration budget =
                block.value("budget", duration, "Write a duration such as 5s").orElse(DEFAULT_BUDGET);
        InetAddress bind = block.value("bind", Values::address, "Write one of this server's IP addresses")
                .orElse(null);
        Smtp smtp = new Smtp(
                block.value("heloName", HeloName::parse, "Write a host name such as mx1.example.com")
                        .orElse(Smtp.DEFAULT.heloName()),
                block.word("startTLS", START_TLS).orElse(Smtp.DEFAULT.startTls()),
                block.value("vrfyFallbackToRcpt", Values::bool, "Write true or false")
                        .orElse(null));
        block.rejectOthers();
        try {
            return new LookupConfiguration(timeout, attempts, budget, bind, smtp);
        } catch (IllegalArgumentException e) {
            throw new BadConfigurationException(
                    block.pathOf("timeout"), String.valueOf(e.getMessage()), "Make the budget the larger one");
        }
    }
}
