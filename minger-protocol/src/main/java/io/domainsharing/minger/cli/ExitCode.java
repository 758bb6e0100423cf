// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.cli;

import io.domainsharing.minger.client.MingerOutcome;
import io.domainsharing.minger.client.MingerOutcome.Answered;
import io.domainsharing.minger.client.MingerOutcome.NoAnswer;

/** What the command's exit codes mean; its help says the same. */
final class ExitCode {
    static final int WRONG_USAGE = 2;
    static final int TROUBLE_HERE = 9;

    private ExitCode() {}

    static int of(MingerOutcome outcome) {
        if (outcome instanceof Answered answered) {
            return switch (answered.status()) {
                case EXISTS -> 0;
                case DOES_NOT_EXIST -> 1;
                case EXISTS_BUT_CANNOT_RECEIVE -> 3;
                case ACCESS_DENIED -> 4;
                case BAD_CREDENTIALS -> 5;
                case INVALID_REQUEST -> 6;
            };
        }
        return switch (((NoAnswer) outcome).reason()) {
            case TIMEOUT, UNMATCHED -> 7;
            case UNREACHABLE, UNRESOLVABLE -> 8;
            case OVERLOADED, CLOSED -> TROUBLE_HERE;
        };
    }
}
