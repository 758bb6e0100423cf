// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.domainsharing.ownership.PeerMode;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.cache.RememberedOwner;
import io.domainsharing.ownership.configuration.Words;
import io.domainsharing.ownership.digest.DigestWord;
import io.domainsharing.ownership.resolution.Explanation;
import io.domainsharing.ownership.resolution.FreshLookup;
import io.domainsharing.ownership.resolution.Step;
import io.domainsharing.ownership.verdict.RcptReply;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.james.core.MailAddress;
import org.jspecify.annotations.Nullable;

/** One step on the way to a reply, as JSON; times in ISO 8601. */
@JsonInclude(JsonInclude.Include.NON_NULL)
sealed interface StepView {
    /** pin, local, cache, digest, peer, catchAll, gateway, verdict or reply. */
    String step();

    /** What came of it. */
    String outcome();

    /** All that there is to say of it. */
    record Plain(String step, String outcome) implements StepView {}

    /**
     * An operator has said who owns it.
     *
     * @param outcome counts, or ignored: there is no such peer
     * @param owner a peer, or here
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Pinned(String step, String outcome, String owner, @Nullable String until) implements StepView {}

    /**
     * This server has the address.
     *
     * @param via the way of an alias, group or forward
     * @param members of the group; absent: it is none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Here(String step, String outcome, List<String> via, @Nullable Integer members) implements StepView {}

    /** The cache has an owner. */
    record Remembered(
            String step,
            String outcome,
            String owner,
            String foundAt,
            long ageSeconds,
            String expiresAt,
            String refreshAt)
            implements StepView {}

    /**
     * A peer's digest tells something of the address.
     *
     * @param outcome listed or not_listed
     * @param live whether the peer is connected
     * @param instead no: the peer is not asked; nothing: it is
     * @param ifSilent yes, no or nothing: what is said for the peer if it does not answer
     */
    record InDigest(
            String step, String peer, String outcome, boolean live, long ageSeconds, String instead, String ifSilent)
            implements StepView {}

    /**
     * A peer was asked.
     *
     * @param detail why there is no answer
     * @param mode observe: the peer is only observed, and what it says decides nothing; absent: it decides
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Asked(
            String step, String peer, String outcome, @Nullable String detail, double millis, @Nullable String mode)
            implements StepView {}

    /**
     * What it all comes to.
     *
     * @param peer the owner, also one that takes no mail now
     * @param detail why nobody can tell
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Judged(String step, String outcome, @Nullable String peer, @Nullable String detail) implements StepView {}

    /** The end: the line has the reply's code and text. */
    record Replied(String step, String outcome, String line) implements StepView {}

    /** Every step of an explanation, down to the reply. */
    static List<StepView> of(Explanation explanation, RcptReply reply) {
        List<StepView> steps = new ArrayList<>();
        explanation.steps().forEach(step -> steps.add(of(step)));
        steps.add(judged(explanation.verdict()));
        steps.add(new Replied("reply", Integer.toString(reply.code()), reply.line()));
        return steps;
    }

    private static StepView of(Step step) {
        return switch (step.kind()) {
            case PINNED -> pinned((Step.Pinned) step);
            case FOUND_HERE -> here((Step.FoundHere) step);
            case NOT_HERE -> new Plain("local", "none");
            case DIRECTORY_UNAVAILABLE -> new Plain("local", "unavailable");
            case REMEMBERED -> remembered(((Step.Remembered) step).owner());
            case NOBODY_REMEMBERED -> new Plain("cache", "nobody");
            case NOTHING_REMEMBERED -> new Plain("cache", "nothing");
            case DIGEST -> inDigest(((Step.InDigest) step).word());
            case ASKED -> asked(((Step.Asked) step).reply(), null);
            case OBSERVED -> asked(((Step.Observed) step).reply(), Words.word(PeerMode.OBSERVE));
            case CATCH_ALL -> new Plain("catchAll", ((Step.CatchAll) step).taken() ? "taken" : "none");
            case AT_GATEWAY -> new Plain("gateway", Words.word(((Step.AtGateway) step).proof()));
        };
    }

    private static StepView pinned(Step.Pinned step) {
        return new Pinned(
                "pin",
                step.counts() ? "counts" : "ignored",
                step.pin().owner().value(),
                step.pin().end().map(Object::toString).orElse(null));
    }

    private static StepView here(Step.FoundHere here) {
        int members = here.trail().members();
        return new Here(
                "local",
                Words.word(here.match()),
                here.trail().via().stream().map(MailAddress::asString).toList(),
                members == 0 ? null : members);
    }

    private static StepView remembered(RememberedOwner owner) {
        return new Remembered(
                "cache",
                "owner",
                owner.owner().value(),
                owner.foundAt().toString(),
                owner.age().toSeconds(),
                owner.expiresAt().toString(),
                owner.refreshAt().toString());
    }

    private static StepView inDigest(DigestWord word) {
        return new InDigest(
                "digest",
                word.peer().value(),
                word.isListed() ? "listed" : "not_listed",
                word.isLive(),
                word.age().toSeconds(),
                Words.word(word.before()),
                Words.word(word.onSilence()));
    }

    private static StepView asked(FreshLookup.Reply reply, @Nullable String mode) {
        return new Asked(
                "peer",
                reply.peer().value(),
                AnswerWords.of(reply.answer()),
                AnswerWords.detail(reply.answer()),
                AnswerWords.millis(reply.took()),
                mode);
    }

    private static StepView judged(Verdict verdict) {
        String detail = verdict instanceof Verdict.Undetermined undetermined
                ? undetermined.missingAnswers().stream()
                        .map(missingAnswer -> missingAnswer.who() + ": " + missingAnswer.reason())
                        .collect(Collectors.joining("; "))
                : null;
        return new Judged("verdict", OwnerView.nameOf(verdict), OwnerView.peerOf(verdict), detail);
    }
}
