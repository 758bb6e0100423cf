// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.LocalTrails.Trail;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.Verdict.MissingAnswer;
import io.domainsharing.ownership.resolution.Explanation;
import io.domainsharing.ownership.resolution.Step;
import io.domainsharing.ownership.verdict.HandoverGate;
import java.util.List;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.Test;

class OwnerViewTest {
    private static final PeerName TOKYO = new PeerName("tokyo");
    private static final PeerName AUSTIN = new PeerName("austin");
    private static final MissingAnswer FULL = new MissingAnswer("tokyo", "takes no mail now", true);
    private static final MissingAnswer SILENT = new MissingAnswer("austin", "silent", false, true);

    @Test
    void ownerThatTakesNoMailNowShouldBeNamedWithAVerdictOfItsOwn() throws Exception {
        OwnerView view =
                view(new Verdict.Undetermined(List.of(SILENT, FULL)), List.of(new Step.NotHere()), List.of(TOKYO));

        assertThat(view.verdict()).isEqualTo("unavailable");
        assertThat(view.peer()).isEqualTo("tokyo");
        assertThat(view.replyLine()).startsWith("451 4.2.1 ");
        assertThat(view.conflict()).isNull();
        assertThat(view.steps()).extracting(StepView::outcome).containsExactly("none", "unavailable", "451");
    }

    @Test
    void silenceShouldRemainUndetermined() throws Exception {
        OwnerView view = view(new Verdict.Undetermined(List.of(SILENT)), List.of(new Step.NotHere()), List.of());

        assertThat(view.verdict()).isEqualTo("undetermined");
        assertThat(view.peer()).isNull();
        assertThat(view.replyLine()).startsWith("451 4.4.3 ");
    }

    @Test
    void conflictShouldNameAllThatHaveTheAddressAndWhoGetsTheMail() throws Exception {
        Step here = new Step.FoundHere(LocalMatch.ACCOUNT, new Trail(List.of(), 0));

        assertThat(view(new Verdict.Local(LocalMatch.ACCOUNT), List.of(here), List.of(TOKYO))
                        .conflict())
                .isEqualTo(new OwnerView.Conflict("here_and_on_peers", List.of("tokyo"), "paris"));
        assertThat(view(
                                new Verdict.OnPeer(AUSTIN, Verdict.Source.ASKED),
                                List.of(new Step.NotHere()),
                                List.of(AUSTIN, TOKYO))
                        .conflict())
                .isEqualTo(new OwnerView.Conflict("several_peers", List.of("austin", "tokyo"), "austin"));
    }

    private static OwnerView view(Verdict verdict, List<Step> steps, List<PeerName> claimants) throws Exception {
        return OwnerView.of(
                new MailAddress("bob@example.com"),
                new Explanation(verdict, steps, claimants),
                new HandoverGate(true),
                null,
                new NodeName("paris"));
    }
}
