// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import static io.domainsharing.mailets.delivery.Nodes.AUSTIN;
import static io.domainsharing.mailets.delivery.Nodes.TOKYO;

import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.Verdict;
import java.util.List;

/** What a look-up may find. */
public final class SampleVerdicts {
    public static final Verdict ON_TOKYO = new Verdict.OnPeer(TOKYO, Verdict.Source.ASKED);
    public static final Verdict ON_AUSTIN = new Verdict.OnPeer(AUSTIN, Verdict.Source.CACHE);
    public static final Verdict LOCAL = new Verdict.Local(LocalMatch.ACCOUNT);
    public static final Verdict NOBODY = new Verdict.Nobody();
    public static final Verdict UNDETERMINED =
            new Verdict.Undetermined(List.of(new Verdict.MissingAnswer("tokyo", "no answer within 1 s", false)));

    private SampleVerdicts() {}
}
