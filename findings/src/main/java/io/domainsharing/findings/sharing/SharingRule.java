// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.sharing;

import io.domainsharing.findings.Findings;
import java.util.List;

/** One thing that may be wrong with what is shared, told by what stands here alone. Thread-safe; asks nobody. */
public interface SharingRule {
    /** All of them, in the order in which they are told. */
    List<SharingRule> ALL = List.of(
            new NoPeer(),
            new WeakSecrets(),
            new HeloNames(),
            new SameHost(),
            new NamesByCase(),
            new SubmissionPorts(),
            new MingerOnLoopback());

    void check(Sharing sharing, Findings findings);

    /** Checks them all. */
    static void checkAll(Sharing sharing, Findings findings) {
        ALL.forEach(rule -> rule.check(sharing, findings));
    }
}
