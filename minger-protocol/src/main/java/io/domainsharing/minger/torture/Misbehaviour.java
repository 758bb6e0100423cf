// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.torture;

import io.domainsharing.minger.torture.MisbehavingMingerPeer.Behaviour;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a server, or somebody who plays one, may do to a client, each under the local part that asks for it; and what a right client
 * makes of it (docs/minger-torture.md). Two kinds of outcome only: what an answer says, or nobody knows. Silence and nonsense are never
 * "no such address".
 */
public enum Misbehaviour {
    EXISTS("answers 5", "the address exists", MisbehavingMingerPeer.answers(5)),
    UNKNOWN("answers 3", "no such address", MisbehavingMingerPeer.answers(3)),
    UNAVAILABLE("answers 4", "it exists, and takes no mail now", MisbehavingMingerPeer.answers(4)),
    DENIED("answers 1: this client may not ask", "nobody knows", MisbehavingMingerPeer.answers(1)),
    CREDENTIALS("answers 2: no or wrong credentials", "nobody knows", MisbehavingMingerPeer.answers(2)),
    INVALID("answers 0: the query is malformed", "nobody knows", MisbehavingMingerPeer.answers(0)),
    DROP("answers nothing", "nobody knows, after a few tries", MisbehavingMingerPeer.drops()),
    LATE("answers 5 after two seconds", "the address exists, if it waits so long; else nobody knows", after(2_000)),
    SECOND_TRY(
            "drops every other query, and answers 5 to the rest",
            "the address exists: the query is sent again as it was",
            query -> {
                if (query.number() % 2 == 0) {
                    query.reply(query.mailbox() + " 5");
                }
            }),
    TWICE(
            "answers 5, two times",
            "the address exists; the second answer is no news",
            MisbehavingMingerPeer.answersTwice(5)),
    NO_SPACE(
            "answers 5 right behind the mailbox, as the draft's grammar has it",
            "the address exists",
            MisbehavingMingerPeer.answersWithoutSpace(5)),
    GARBAGE(
            "answers 5, and more behind it: fields, octets beyond ASCII, line ends, NUL",
            "the address exists; what is behind the digit is ignored",
            MisbehavingMingerPeer.answersWithTrailingGarbage(5)),
    DOMAIN_CASE(
            "answers 5 with the domain in capitals",
            "the address exists",
            MisbehavingMingerPeer.changesCaseOfDomain(5)),
    LOCAL_CASE(
            "answers 5 with the local part in capitals",
            "dropped: that is another mailbox; nobody knows",
            MisbehavingMingerPeer.changesCaseOfLocalPart(5)),
    WRONG_ECHO("answers 5 for another mailbox", "dropped; nobody knows", MisbehavingMingerPeer.echoesAnotherMailbox(5)),
    TRUNCATE("leaves the digit off", "dropped; nobody knows", MisbehavingMingerPeer.truncates()),
    OTHER_DIGIT("answers 7, which has no meaning", "dropped; nobody knows", MisbehavingMingerPeer.answers(7)),
    NOISE("sends octets that are no answer", "dropped; nobody knows", MisbehavingMingerPeer.sendsNoise()),
    EMPTY("sends an empty datagram", "dropped; nobody knows", query -> query.reply("")),
    HUGE(
            "answers with 60,000 octets behind the digit",
            "the address exists, or dropped; no more memory than for any other answer",
            query -> query.reply(query.mailbox() + " 5 " + "x".repeat(60_000))),
    SPOOF("answers 5 from another port", "dropped; nobody knows", MisbehavingMingerPeer.spoofs(5)),
    SPOOF_FIRST(
            "answers 3 from another port, then 5 from its own",
            "the address exists: the first is dropped, and the wait goes on",
            query -> {
                MisbehavingMingerPeer.spoofs(3).on(query);
                query.replyAfter(Duration.ofMillis(100), query.mailbox() + " 5");
            }),
    HOSTILE_TEXT(
            "answers 5 with the codes of a terminal and a line of a log behind it",
            "the address exists; nothing of the rest is shown or logged as it came",
            query -> query.reply(query.mailbox() + " 5 \u001b[2J\u001b]0;owned\u0007\r\n2026-01-01 INFO forged line")),
    WRONG_PROOF(
            "answers 5 with the nonce of the query and a wrong MAC",
            "dropped, whether a proof is required or not; nobody knows",
            query -> query.reply(query.mailbox() + " 5 pv=1 pn="
                    + query.tag("pn").orElse("0".repeat(32)) + " pm=" + "0".repeat(32))),
    REPEATED_PROOF(
            "answers 5 with a proof that has the nonce of another query",
            "dropped where the query carried a proof; nobody knows",
            query -> query.reply(query.mailbox() + " 5 pv=1 pn=" + "0".repeat(32) + " pm=" + "0".repeat(32)));

    private static final Pattern BEHIND_WORD = Pattern.compile("[@.+]");

    private final String does;
    private final String right;

    // None of these keeps anything.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Behaviour behaviour;

    Misbehaviour(String does, String right, Behaviour behaviour) {
        this.does = does;
        this.right = right;
        this.behaviour = behaviour;
    }

    private static Behaviour after(int millis) {
        return MisbehavingMingerPeer.answersAfter(Duration.ofMillis(millis), 5);
    }

    /** The local part that asks for it: {@code spoof-first}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The one that a mailbox asks for: its local part up to the first dot or plus, so that the same can be asked for again. */
    public static Optional<Misbehaviour> of(String mailbox) {
        String word = BEHIND_WORD.split(mailbox, 2)[0];
        return Arrays.stream(values())
                .filter(each -> each.word().equalsIgnoreCase(word))
                .findFirst();
    }

    /** What the server does. */
    public String does() {
        return does;
    }

    /** What a right client makes of it. */
    public String right() {
        return right;
    }

    /** To be done with a query. */
    public Behaviour behaviour() {
        return behaviour;
    }

    /** What each mailbox asks for: 3, "no such address", to one that asks for nothing, and no answer to what is no address. */
    public static Behaviour asEachMailboxAsks() {
        return query -> {
            if (query.mailbox().contains("@")) {
                of(query.mailbox()).orElse(UNKNOWN).behaviour().on(query);
            }
        };
    }
}
