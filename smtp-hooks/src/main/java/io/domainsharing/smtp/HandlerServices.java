// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.gateway.Gateways;
import io.domainsharing.ownership.rehearsal.Rehearsal;
import io.domainsharing.ownership.verdict.HandoverGate;
import javax.inject.Inject;
import org.apache.james.domainlist.api.DomainList;

/** What the handlers of every listener share. */
record HandlerServices(
        Ownership ownership,
        HandoverGate handover,
        SharedDomains shared,
        DomainList localDomains,
        Gateways gateways,
        Rehearsal rehearsal,
        HarvestGate harvest,
        OwnerLimits limits,
        SmtpMetrics metrics,
        CommandAudit audit,
        CommandCheck check,
        ReplayPool pool,
        HookFailure trouble) {
    @Inject
    HandlerServices {}
}
