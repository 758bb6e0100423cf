// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import io.domainsharing.smtpclient.Envelope.Recipient;
import io.domainsharing.smtpclient.RecipientResult.Delivered;
import io.domainsharing.smtpclient.RecipientResult.NotTaken;
import io.domainsharing.smtpclient.RecipientResult.Unanswered;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * One transaction: MAIL, RCPT, DATA, the message (RFC 5321 section 3.3), in groups where the server offers PIPELINING (RFC 2920).
 * Used once, by one thread.
 */
final class Transaction {
    /** So that neither side ever waits for the other to read: their lines fit into the buffers of any TCP. */
    static final int MOST_AT_ONCE = 50;

    private final Dialogue dialogue;
    private final MailCommands commands;
    private final Content content;
    private final Map<Recipient, RecipientResult> results;
    private final Deque<Recipient> unsent;
    private final List<Recipient> accepted = new ArrayList<>();
    /** Those behind accepted ones that the server has had enough recipients for (RFC 5321 section 4.5.3.1.10). */
    private final Map<Recipient, SmtpReply> tooMany = new LinkedHashMap<>();

    /** @param results where each recipient's is put as soon as it is known */
    Transaction(
            Dialogue dialogue,
            MailCommands commands,
            Content content,
            List<Recipient> recipients,
            Map<Recipient, RecipientResult> results) {
        this.dialogue = dialogue;
        this.commands = commands;
        this.content = content;
        this.unsent = new ArrayDeque<>(recipients);
        this.results = results;
    }

    /**
     * Runs it.
     *
     * @return those without a result, whom the server would not take with the others: for a further transaction
     * @throws SessionLost every recipient has a result
     * @throws IOException the message cannot be read; some recipients have no result
     */
    List<Recipient> run() throws SessionLost, IOException {
        try {
            if (offerRecipients() && !accepted.isEmpty() && sendMessage()) {
                List<Recipient> rest = new ArrayList<>(tooMany.keySet());
                rest.addAll(unsent);
                return rest;
            }
            giveUp(dialogue.server() + " takes no more recipients at once");
            return List.of();
        } catch (SessionLost lost) {
            accepted.forEach(recipient -> results.putIfAbsent(recipient, lost.resultAt(lost.stage())));
            giveUp(lost.detail());
            throw lost;
        }
    }

    /** Whether MAIL was taken. */
    private boolean offerRecipients() throws SessionLost {
        CompletableFuture<SmtpReply> mail = dialogue.send(commands.mail());
        Map<Recipient, CompletableFuture<SmtpReply>> group = dialogue.isPipelining() ? nextGroup() : Map.of();
        dialogue.flush();
        SmtpReply reply = dialogue.await(Stage.MAIL, mail);
        if (!reply.isPositive()) {
            group.keySet().forEach(recipient -> results.put(recipient, new NotTaken(Stage.MAIL, reply)));
            unsent.forEach(recipient -> results.put(recipient, new NotTaken(Stage.MAIL, reply)));
            for (CompletableFuture<SmtpReply> beside : group.values()) {
                SmtpReply ignored = dialogue.await(Stage.RCPT, beside);
            }
            return false;
        }
        judge(group);
        while (!unsent.isEmpty() && tooMany.isEmpty()) {
            group = nextGroup();
            dialogue.flush();
            judge(group);
        }
        return true;
    }

    private Map<Recipient, CompletableFuture<SmtpReply>> nextGroup() {
        Map<Recipient, CompletableFuture<SmtpReply>> group = new LinkedHashMap<>();
        int size = dialogue.isPipelining() ? MOST_AT_ONCE : 1;
        while (group.size() < size && !unsent.isEmpty()) {
            Recipient recipient = unsent.remove();
            group.put(recipient, dialogue.send(commands.rcpt(recipient)));
        }
        return group;
    }

    private void judge(Map<Recipient, CompletableFuture<SmtpReply>> group) throws SessionLost {
        List<Recipient> waiting = new ArrayList<>(group.keySet());
        try {
            for (Map.Entry<Recipient, CompletableFuture<SmtpReply>> sent : group.entrySet()) {
                SmtpReply reply = dialogue.await(Stage.RCPT, sent.getValue());
                waiting.remove(sent.getKey());
                if (reply.isPositive()) {
                    accepted.add(sent.getKey());
                } else if (!accepted.isEmpty() && isTooMany(reply)) {
                    tooMany.put(sent.getKey(), reply);
                } else {
                    results.put(sent.getKey(), new NotTaken(Stage.RCPT, reply));
                }
            }
        } catch (SessionLost lost) {
            waiting.forEach(recipient -> results.put(recipient, lost.resultAt(Stage.RCPT)));
            throw lost;
        }
    }

    /** Whether it has come to something for those accepted, so that more recipients may be offered. */
    private boolean sendMessage() throws SessionLost, IOException {
        SmtpReply go = dialogue.sayData();
        if (go.code() != Dialogue.START_OF_MESSAGE) {
            accepted.forEach(recipient -> results.put(recipient, new NotTaken(Stage.DATA, go)));
            return go.code() >= 500
                    && hasMore()
                    && dialogue.say(Stage.DATA, "RSET").isPositive();
        }
        SmtpReply taken = dialogue.sendMessage(content);
        accepted.forEach(recipient ->
                results.put(recipient, taken.isPositive() ? new Delivered(taken) : new NotTaken(Stage.CONTENT, taken)));
        return taken.isPositive() || taken.code() >= 500;
    }

    private boolean hasMore() {
        return !tooMany.isEmpty() || !unsent.isEmpty();
    }

    private void giveUp(String why) {
        tooMany.forEach((recipient, reply) -> results.putIfAbsent(recipient, new NotTaken(Stage.RCPT, reply)));
        unsent.forEach(recipient -> results.putIfAbsent(recipient, new Unanswered(Stage.RCPT, why)));
    }

    private static boolean isTooMany(SmtpReply reply) {
        return reply.code() == 452 || reply.code() == 552;
    }
}
