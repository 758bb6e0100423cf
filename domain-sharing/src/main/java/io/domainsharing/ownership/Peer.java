// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import com.google.common.net.HostAndPort;
import io.domainsharing.network.Network;
import io.domainsharing.network.Secret;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.james.core.Domain;
import org.jspecify.annotations.Nullable;

/**
 * A server that shares our domains. Immutable; a changed peer is a new value.
 *
 * @param smtp where its mail is handed over, tried in this order; asked in this order, too, the next where one cannot
 *     be; every entry carries a port
 * @param secret shared secret sent in queries to this peer; null: anonymous queries
 * @param trusted networks whose SMTP sessions and Minger queries are this peer's; empty: the addresses of its smtp hosts, but
 *     nobody's where it was found by MX, for DNS is public and grants nothing
 * @param domains shared domains it is asked for; empty: all of them
 * @param proof whether it is to prove its answers by Minger; only with a secret
 * @param tls what is asked of TLS where it is connected to by SMTP
 * @param unknownUser how its replies to RCPT and VRFY begin that say "no such user" in words of its own
 * @param mode what its word counts for
 * @param foundByMx whether DNS names it, and no operator does
 * @param digestPort where its address digest is fetched from (TCP)
 */
public record Peer(
        PeerName name,
        List<HostAndPort> smtp,
        LookupMethod lookup,
        int mingerPort,
        @Nullable Secret secret,
        List<Network> trusted,
        Set<Domain> domains,
        PeerProof proof,
        PeerTls tls,
        List<ReplyBeginning> unknownUser,
        PeerMode mode,
        boolean foundByMx,
        int digestPort)
        implements Destination {
    public static final int DEFAULT_MINGER_PORT = 4069;
    public static final int DEFAULT_DIGEST_PORT = 4069;
    public static final int DEFAULT_SMTP_PORT = 25;

    public Peer {
        smtp = List.copyOf(smtp);
        trusted = List.copyOf(trusted);
        domains = Set.copyOf(domains);
        unknownUser = List.copyOf(unknownUser);
        if (smtp.isEmpty()) {
            throw new IllegalArgumentException("peer " + name + " has no smtp host");
        }
        if (mingerPort < 1 || mingerPort > 65_535) {
            throw new IllegalArgumentException(
                    "mingerPort of peer " + name + " is " + mingerPort + ", not in 1..65535");
        }
    }

    /** A peer whose address digest is fetched from the port that it commonly is. */
    public Peer(
            PeerName name,
            List<HostAndPort> smtp,
            LookupMethod lookup,
            int mingerPort,
            @Nullable Secret secret,
            List<Network> trusted,
            Set<Domain> domains,
            PeerProof proof,
            PeerTls tls,
            List<ReplyBeginning> unknownUser,
            PeerMode mode,
            boolean foundByMx) {
        this(
                name,
                smtp,
                lookup,
                mingerPort,
                secret,
                trusted,
                domains,
                proof,
                tls,
                unknownUser,
                mode,
                foundByMx,
                DEFAULT_DIGEST_PORT);
    }

    /** A peer that an operator names, and says no more of than this. */
    public Peer(
            PeerName name,
            List<HostAndPort> smtp,
            LookupMethod lookup,
            int mingerPort,
            @Nullable Secret secret,
            List<Network> trusted,
            Set<Domain> domains) {
        this(
                name,
                smtp,
                lookup,
                mingerPort,
                secret,
                trusted,
                domains,
                PeerProof.AUTO,
                PeerTls.DEFAULT,
                List.of(),
                PeerMode.SHARE,
                false);
    }

    /** A peer that DNS names. */
    public static Peer foundByMx(
            PeerName name, List<HostAndPort> smtp, LookupMethod lookup, List<Network> trusted, Set<Domain> domains) {
        return new Peer(
                name,
                smtp,
                lookup,
                DEFAULT_MINGER_PORT,
                null,
                trusted,
                domains,
                PeerProof.AUTO,
                PeerTls.DEFAULT,
                List.of(),
                PeerMode.SHARE,
                true);
    }

    /** Whether it is known by the addresses of its smtp hosts. */
    public boolean isTrustedAtItsHosts() {
        return trusted.isEmpty() && !foundByMx;
    }

    /** Whether its yes makes it the owner of an address, and its silence defers one. */
    public boolean decides() {
        return mode == PeerMode.SHARE;
    }

    /** The same with another secret, or with none. */
    public Peer withSecret(@Nullable Secret other) {
        return with(smtp, other, mode, digestPort);
    }

    /** The same, with these hosts and no others. */
    public Peer withSmtp(List<HostAndPort> hosts) {
        return with(hosts, secret, mode, digestPort);
    }

    /** The same in another mode. */
    public Peer withMode(PeerMode other) {
        return with(smtp, secret, other, digestPort);
    }

    /** The same, with its address digest at this port. */
    public Peer withDigestPort(int port) {
        return with(smtp, secret, mode, port);
    }

    private Peer with(List<HostAndPort> hosts, @Nullable Secret itsSecret, PeerMode itsMode, int itsDigestPort) {
        return new Peer(
                name,
                hosts,
                lookup,
                mingerPort,
                itsSecret,
                trusted,
                domains,
                proof,
                tls,
                unknownUser,
                itsMode,
                foundByMx,
                itsDigestPort);
    }

    @Override
    public Optional<LookupMethod> method() {
        return Optional.of(lookup);
    }

    @Override
    public boolean isAskedFor(Domain domain) {
        return domains.isEmpty() || domains.contains(domain);
    }
}
