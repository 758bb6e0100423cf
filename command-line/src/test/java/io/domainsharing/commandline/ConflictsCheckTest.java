// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.commandline.Shell.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code conflicts check --wait}, to the end of the task. */
@Timeout(60)
class ConflictsCheckTest extends RemoteCommandsFixture {
    private static final String TASK = "GET /tasks/3294a976-ce63-491e-bd52-1b6f465ed7a2";

    @ParameterizedTest
    @CsvSource({"completed, 0, 0, 0", "completed, 2, 3, 1", "completed, 0, 3, 3", "failed, 0, 0, 8", "canceled, 1, 0, 8"
    })
    void exitCodeShouldTellWhatWasFoundWithAndWithoutJson(String status, int conflicts, int unanswered, int exitCode) {
        webAdmin.on(TASK, 200, task(status, conflicts, unanswered));

        assertThat(run("conflicts", "check", "--wait").exitCode()).isEqualTo(exitCode);
        Run json = run("conflicts", "check", "--wait", "--json");
        assertThat(json.exitCode()).isEqualTo(exitCode);
        assertThat(json.out()).contains("\"status\":\"" + status + '"').hasLineCount(1);
    }

    @Test
    void taskShouldBeAskedForUntilItIsDone() {
        webAdmin.on(TASK, 200, "{\"status\":\"waiting\"}");
        List<Duration> pauses = new ArrayList<>();
        shell.pausing(time -> {
            pauses.add(time);
            webAdmin.on(TASK, 200, pauses.size() < 3 ? "{\"status\":\"inProgress\"}" : task("completed", 0, 0));
            return true;
        });

        Run run = run("conflicts", "check", "--wait");

        assertThat(run.exitCode()).isZero();
        assertThat(pauses).hasSize(3).containsOnly(Duration.ofSeconds(1));
    }

    @Test
    void interruptionShouldEndTheWaitAndNotTheTask() {
        webAdmin.on(TASK, 200, "{\"status\":\"inProgress\"}");
        shell.pausing(time -> false);

        Run run = run("conflicts", "check", "--wait");

        assertThat(run.exitCode()).isEqualTo(9);
        assertThat(run.err()).contains("interrupted; task 3294a976-ce63-491e-bd52-1b6f465ed7a2 goes on");
    }

    @Test
    void taskThatIsGoneShouldBeTold() {
        webAdmin.on(TASK, 404, "{\"statusCode\":404,\"message\":\"no such task\"}");

        assertThat(run("conflicts", "check", "--wait").exitCode()).isEqualTo(6);
    }

    private static String task(String status, int conflicts, int unanswered) {
        return "{\"status\":\"" + status + "\",\"additionalInformation\":{\"checkedAddresses\":9,\"conflicts\":"
                + conflicts + ",\"unansweredAddresses\":" + unanswered + ",\"unansweredByPeer\":{}}}";
    }
}
