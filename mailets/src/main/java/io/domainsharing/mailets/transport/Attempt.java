// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.transport;

import io.domainsharing.mailets.transport.Reachability.Contact;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.james.core.MailAddress;

/** What became of each recipient in one attempt at a peer's hosts. Owned by the thread that delivers. */
public final class Attempt {
    private static final String NOT_TRIED = "no host could be tried";

    /**
     * A recipient refused for good.
     *
     * @param via the host that said so
     * @param isUnknownMailbox whether it is the reply to this recipient's own RCPT, and says that there is no such mailbox
     */
    public record Refusal(Reply reply, String via, boolean isUnknownMailbox) {}

    private final Set<MailAddress> delivered = new LinkedHashSet<>();
    private final Map<MailAddress, Refusal> refused = new LinkedHashMap<>();
    private final Map<MailAddress, String> pending = new LinkedHashMap<>();
    private final Set<MailAddress> answered = new HashSet<>();
    private final Set<MailAddress> relayed = new LinkedHashSet<>();
    private boolean tried;
    private boolean heard;

    Attempt(Collection<MailAddress> recipients) {
        recipients.forEach(recipient -> pending.put(recipient, NOT_TRIED));
    }

    void deliver(MailAddress recipient) {
        pending.remove(recipient);
        delivered.add(recipient);
    }

    void refuse(MailAddress recipient, Refusal refusal) {
        pending.remove(recipient);
        refused.put(recipient, refusal);
    }

    void defer(MailAddress recipient, String reason) {
        pending.replace(recipient, reason);
    }

    /** The destination itself says so: it has heard of this recipient, or has seen the message. */
    void deferByAnswer(MailAddress recipient, String reason) {
        answered.add(recipient);
        defer(recipient, reason);
    }

    /** Adds what became of some of the recipients at the smart host, whose no is nobody's last word. */
    void addSmartHost(Attempt smart) {
        tried |= smart.tried;
        heard |= smart.heard;
        relayed.addAll(smart.delivered);
        pending.keySet().removeAll(smart.delivered);
        smart.pending.forEach(this::addReason);
        smart.refused.forEach((recipient, refusal) ->
                addReason(recipient, refusal.via() + ": " + refusal.reply().text()));
    }

    private void addReason(MailAddress recipient, String reason) {
        pending.computeIfPresent(recipient, (same, first) -> first + "; smart host " + reason);
    }

    /** A host was tried. */
    void note(Contact contact) {
        tried = true;
        heard |= contact == Contact.HEARD;
    }

    /** Whether any host was tried: all of them may be known to be away. */
    public boolean isTried() {
        return tried;
    }

    /** Whether any host has answered. */
    public boolean isHeard() {
        return heard;
    }

    /** Why those wait that still do. */
    String lastReason() {
        return pending.values().stream().reduce(NOT_TRIED, (first, last) -> last);
    }

    public Set<MailAddress> delivered() {
        return delivered;
    }

    public Map<MailAddress, Refusal> refused() {
        return refused;
    }

    /** Those that the smart host took. */
    public Set<MailAddress> relayed() {
        return relayed;
    }

    /** Those that the destination has said nothing about. */
    List<MailAddress> unanswered() {
        return pending.keySet().stream()
                .filter(recipient -> !answered.contains(recipient))
                .toList();
    }

    /** Those to be tried again, each with the last reason. */
    public Map<MailAddress, String> pending() {
        return pending;
    }

    /** The recipients of each reason, in the order of the reasons' first recipients. */
    public static <T> Map<T, List<MailAddress>> byReason(Map<MailAddress, T> reasons) {
        Map<T, List<MailAddress>> groups = new LinkedHashMap<>();
        reasons.forEach((recipient, reason) ->
                groups.computeIfAbsent(reason, ignored -> new ArrayList<>()).add(recipient));
        return groups;
    }
}
