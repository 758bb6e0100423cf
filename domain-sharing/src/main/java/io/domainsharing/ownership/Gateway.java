// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import com.google.common.net.HostAndPort;
import io.domainsharing.network.Secret;
import java.util.List;
import java.util.Optional;
import org.apache.james.core.Domain;
import org.jspecify.annotations.Nullable;

/**
 * A domain that this server relays to a host of its own (MDaemon's gateways). Immutable.
 *
 * @param smtp where its mail is handed over, tried in this order; asked in this order, too, the next where one cannot
 *     be; every entry carries a port
 * @param secret shared secret sent in queries to the host; null: anonymous queries
 * @param file James file-system URL of the list of its addresses; null: none
 * @param alsoAskPeers whether an address that the host does not have may be a peer's
 * @param etrn who may ask for its mail
 * @param unknownUser how its host's replies to RCPT and VRFY begin that say "no such user" in words of its own
 */
public record Gateway(
        Domain domain,
        List<HostAndPort> smtp,
        Verification verify,
        int mingerPort,
        @Nullable Secret secret,
        @Nullable String file,
        WhenUnreachable whenUnreachable,
        boolean alsoAskPeers,
        EtrnClients etrn,
        List<ReplyBeginning> unknownUser)
        implements Destination {
    private static final String NAME_PREFIX = "gateway-";

    /** How it is found out whether an address exists. */
    public enum Verification {
        /** The host is asked by Minger. */
        MINGER(LookupMethod.MINGER),
        /** The host is asked by SMTP VRFY. */
        VRFY(LookupMethod.VRFY),
        /** The host is asked by SMTP RCPT. */
        RCPT(LookupMethod.RCPT),
        /** The file has it, or nobody has. */
        FILE(null),
        /** Every address is accepted. */
        NONE(null);

        private final @Nullable LookupMethod method;

        Verification(@Nullable LookupMethod method) {
            this.method = method;
        }

        /** Whether the host is asked, in whatever way. */
        public boolean asksHost() {
            return method != null;
        }
    }

    /** What is made of an address that the host cannot be asked about. */
    public enum WhenUnreachable {
        /** It is accepted: MDaemon's rule. */
        ACCEPT,
        /** It is deferred. */
        DEFER
    }

    public Gateway {
        smtp = List.copyOf(smtp);
        unknownUser = List.copyOf(unknownUser);
        if (smtp.isEmpty()) {
            throw new IllegalArgumentException("gateway " + domain.asString() + " has no smtp host");
        }
        if (verify == Verification.FILE && file == null) {
            throw new IllegalArgumentException("gateway " + domain.asString() + " has no file of its addresses");
        }
        nameOf(domain);
    }

    /** One whose mail nobody may ask for, and whose host has no words of its own. */
    public Gateway(
            Domain domain,
            List<HostAndPort> smtp,
            Verification verify,
            int mingerPort,
            @Nullable Secret secret,
            @Nullable String file,
            WhenUnreachable whenUnreachable,
            boolean alsoAskPeers) {
        this(
                domain,
                smtp,
                verify,
                mingerPort,
                secret,
                file,
                whenUnreachable,
                alsoAskPeers,
                EtrnClients.NOBODY,
                List.of());
    }

    /** Its name among owners, and its queue's: {@code gateway-<domain>}. */
    @Override
    public PeerName name() {
        return nameOf(domain);
    }

    @Override
    public Optional<LookupMethod> method() {
        return Optional.ofNullable(verify.method);
    }

    @Override
    public PeerTls tls() {
        return PeerTls.DEFAULT;
    }

    /** Its host is a customer's, and asked as the draft has it. */
    @Override
    public PeerProof proof() {
        return PeerProof.NEVER;
    }

    @Override
    public boolean foundByMx() {
        return false;
    }

    @Override
    public boolean isAskedFor(Domain other) {
        return verify.asksHost() && domain.equals(other);
    }

    /** Whether it has the form of {@link #name}: no peer may be named so. */
    public static boolean isNameOfOne(PeerName name) {
        return name.value().startsWith(NAME_PREFIX);
    }

    /**
     * The name of the gateway of that domain.
     *
     * @throws IllegalArgumentException the domain can have none
     */
    public static PeerName nameOf(Domain domain) {
        try {
            return new PeerName(NAME_PREFIX + domain.asString());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + domain.asString() + "' cannot name a queue: it holds more than 56 characters, or others than"
                            + " ASCII letters, digits, dots, hyphens and underscores",
                    e);
        }
    }
}
