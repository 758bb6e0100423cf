// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.configuration.Words;
import io.domainsharing.ownership.peer.LastQueries;
import io.domainsharing.ownership.peer.LastQueries.Query;
import io.domainsharing.ownership.peer.RecentAnswers;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What this server and a peer have said to each other of late, as JSON; times in ISO 8601. Each is absent until it happened.
 *
 * @param lastAnswer what the peer said to the last look-up, or why it said nothing
 * @param lastAskedUs its last Minger query, and what it was told
 * @param wrongSecretSince since when it asks with a wrong secret, or with none; absent: it does not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TalkView(
        @Nullable RoundTrip roundTrip,
        @Nullable LastAnswer lastAnswer,
        @Nullable LastAskedUs lastAskedUs,
        @Nullable String wrongSecretSince) {
    /** How long its latest answers took. */
    record RoundTrip(double p50Millis, double p99Millis, int samples) {
        static RoundTrip of(RecentAnswers.RoundTrip figures) {
            return new RoundTrip(
                    AnswerWords.millis(figures.p50()), AnswerWords.millis(figures.p99()), figures.samples());
        }
    }

    /** Its words as in an explanation. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LastAnswer(String answer, @Nullable String detail, double millis, String at) {
        static LastAnswer of(RecentAnswers.Last last) {
            return new LastAnswer(
                    AnswerWords.of(last.answer()),
                    AnswerWords.detail(last.answer()),
                    AnswerWords.millis(last.took()),
                    last.at().toString());
        }
    }

    /** Minger's status, in words and as its digit. */
    record LastAskedUs(String at, String status, int code) {
        static LastAskedUs of(Query query) {
            return new LastAskedUs(
                    query.at().toString(),
                    Words.word(query.told()),
                    query.told().digit() - '0');
        }
    }

    static TalkView of(PeerName peer, RecentAnswers answers, LastQueries queries) {
        return new TalkView(
                answers.roundTrip(peer).map(RoundTrip::of).orElse(null),
                answers.last(peer).map(LastAnswer::of).orElse(null),
                queries.from(peer).map(LastAskedUs::of).orElse(null),
                queries.wrongSecretSince(peer).map(Instant::toString).orElse(null));
    }
}
