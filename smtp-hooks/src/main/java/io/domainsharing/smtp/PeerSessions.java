// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.secondary.AllowedClients;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.ex.ConversionException;
import org.apache.james.core.Domain;
import org.apache.james.protocols.smtp.SMTPSession;

/**
 * Recognises the session of a peer, or of a secondary: its remote address is in the trusted networks, it is not
 * authenticated, and the listener is not one for users. Who is both is a peer,
 * but in the domains that it holds mail for and does not share. Behind a proxy that speaks the PROXY protocol
 * the remote address is the client's. One for each handler; configured before the listener starts, thread-safe from then on.
 */
final class PeerSessions {
    private static final String SUBMISSION = "submission";

    private final PeerDirectory directory;
    private final AllowedClients others;
    private volatile boolean submission;

    @Inject
    PeerSessions(PeerDirectory directory, AllowedClients others) {
        this.directory = directory;
        this.others = others;
    }

    /** Whether there is any peer now. */
    boolean areTherePeers() {
        return !directory.current().peers().isEmpty();
    }

    /** Whether an address of that domain that nobody has may well be that of a peer whose word does not decide. */
    boolean mayBeElsewhere(Domain domain) {
        return directory.current().mayBeElsewhere(domain);
    }

    /** @param hook the name of the handler that is configured, for its errors */
    void configure(Configuration handler, String hook) throws ConfigurationException {
        HandlerKeys.rejectOthers(handler, hook, Set.of(SUBMISSION));
        try {
            submission = handler.getBoolean(SUBMISSION, false);
        } catch (ConversionException e) {
            throw new ConfigurationException(
                    "smtpserver.xml: <" + SUBMISSION + "> of " + hook + " is '" + handler.getString(SUBMISSION)
                            + "'; write true or false",
                    e);
        }
    }

    /** Whether it is authenticated or on a listener for users: then it is nobody else's session. */
    boolean isForUsers(SMTPSession session) {
        return submission || session.getUsername() != null;
    }

    Optional<PeerName> peerOf(SMTPSession session) {
        return otherServer(session).flatMap(others.peers()::at).map(Peer::name);
    }

    /** The same for a recipient in that domain: not where it is the secondary of the domain, and no peer for it. */
    Optional<PeerName> peerOf(SMTPSession session, Domain domain) {
        return isSecondaryFor(session, domain) ? Optional.empty() : peerOf(session);
    }

    /** Whether it is a secondary's and no peer's. */
    boolean isSecondary(SMTPSession session) {
        return hasSecondaries()
                && otherServer(session)
                        .filter(others.secondaries()::isAt)
                        .filter(remote -> others.peers().at(remote).isEmpty())
                        .isPresent();
    }

    /** Whether it is that of a secondary that holds mail for the domain, and of no peer that shares it. */
    boolean isSecondaryFor(SMTPSession session, Domain domain) {
        return hasSecondaries()
                && otherServer(session)
                        .filter(remote -> others.isSecondaryFor(remote, domain))
                        .isPresent();
    }

    // Before the session is looked at: most servers have none, and each RCPT asks several times.
    private boolean hasSecondaries() {
        return !others.secondaries().all().isEmpty();
    }

    private Optional<InetAddress> otherServer(SMTPSession session) {
        return isForUsers(session) ? Optional.empty() : remoteAddress(session);
    }

    /** Where the session comes from; empty: that cannot be told. */
    static Optional<InetAddress> remoteAddress(SMTPSession session) {
        InetSocketAddress remote = session.getRemoteAddress();
        return remote == null || remote.isUnresolved() ? Optional.empty() : Optional.of(remote.getAddress());
    }
}
