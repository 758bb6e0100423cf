// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.Verdict.Source;
import io.domainsharing.ownership.log.Audit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.james.core.MailAddress;

/** What is said of verdicts in logs and on mail. Pure. */
final class AnswerText {
    private AnswerText() {}

    /** Each recipient with where its owner was found, for the log. */
    static String sources(List<MailAddress> recipients, Map<MailAddress, Verdict> answers) {
        return recipients.stream()
                .map(recipient -> Audit.of(recipient)
                        + (answers.get(recipient) instanceof Verdict.OnPeer onPeer ? " (" + onPeer.source() + ")" : ""))
                .collect(Collectors.joining(", "));
    }

    /** How the owners were found, for the audit. */
    static String ways(List<MailAddress> recipients, Map<MailAddress, Verdict> answers) {
        return recipients.stream()
                .map(recipient ->
                        answers.get(recipient) instanceof Verdict.OnPeer onPeer ? way(onPeer.source()) : "peer")
                .distinct()
                .sorted()
                .collect(Collectors.joining(","));
    }

    private static String way(Source source) {
        return switch (source) {
            case CACHE -> "cache";
            case ASKED -> "peer";
            case DIGEST -> "digest";
            case PINNED -> "pin";
        };
    }

    /** Whose answer is missing, and why. */
    static String of(Verdict.Undetermined undetermined) {
        return undetermined.missingAnswers().stream()
                .map(missingAnswer -> missingAnswer.who() + ": " + missingAnswer.reason())
                .collect(Collectors.joining(", "));
    }
}
