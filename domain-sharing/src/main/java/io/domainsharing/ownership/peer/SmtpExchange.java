// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import io.domainsharing.smtpclient.SmtpCommand;
import io.domainsharing.smtpclient.SmtpOutcome;
import io.domainsharing.smtpclient.SmtpServer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** What {@link io.domainsharing.smtpclient.SmtpClient} does: ask one server within a budget. Never fails or blocks. */
@FunctionalInterface
public interface SmtpExchange {
    CompletionStage<SmtpOutcome> ask(SmtpServer server, SmtpCommand command, Duration budget);
}
