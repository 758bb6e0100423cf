// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.domainsharing.commandline.remote.Answer.Done;
import io.domainsharing.commandline.remote.Answer.Failed;
import io.domainsharing.commandline.terminal.ExitCode;
import io.domainsharing.commandline.terminal.Pause;
import io.domainsharing.commandline.terminal.Screen;
import io.domainsharing.commandline.terminal.Style;
import io.domainsharing.commandline.terminal.Word;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code domain-sharing conflicts check}: a task of James's, to the end of which it may wait. */
@Command(
        name = "check",
        header = "Has James look for such addresses.",
        description = {
            "",
            "Starts a task of James's, which asks the peers about every local address and goes on by itself. Shows its id;"
                    + " domain-sharing conflicts lists what it finds.",
            ""
        },
        footer = {
            "",
            "Exit codes with --wait: 0 there is none, 1 there are some, 3 there is none where every peer answered, and not"
                    + " all of them did; 4 to 9 as for domain-sharing."
        })
final class ConflictsCheck implements Callable<Integer> {
    private static final Duration BETWEEN = Duration.ofSeconds(1);
    private static final Set<String> UNDER_WAY = Set.of("waiting", "inProgress");

    private final Remote remote;
    private final Pause pause;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--wait", description = "waits until the task is done, and tells what it found")
    private boolean wait;

    ConflictsCheck(Remote remote, Pause pause) {
        this.remote = remote;
        this.pause = pause;
    }

    @Override
    public Integer call() {
        CommandSpec started = Specs.of(spec);
        Request check = Request.post("/conflicts");
        if (!wait) {
            return remote.run(started, check, (screen, done) -> started(screen, id(done)));
        }
        Screen screen = Screen.of(started);
        WebAdmin webAdmin = remote.webAdmin(started, screen);
        Answer answer = webAdmin.send(check);
        if (answer instanceof Done done) {
            answer = ended(webAdmin, id(done));
        }
        if (answer instanceof Failed failed) {
            screen.failure(failed.why());
            return failed.exitCode();
        }
        JsonNode task = ((Done) answer).body();
        if (remote.isJson()) {
            screen.json(task);
        } else {
            show(screen, task);
        }
        return exitCode(task);
    }

    private Answer ended(WebAdmin webAdmin, String id) {
        Answer answer = webAdmin.send(Request.task(id));
        while (answer instanceof Done done && UNDER_WAY.contains(status(done.body()))) {
            if (!pause.of(BETWEEN)) {
                return new Failed(ExitCode.TROUBLE_HERE, "interrupted; task " + id + " goes on");
            }
            answer = webAdmin.send(Request.task(id));
        }
        return answer;
    }

    private static void started(Screen screen, String id) {
        screen.line("task", Words.strong(id), "asks the peers now");
    }

    private static void show(Screen screen, JsonNode task) {
        JsonNode found = task.path("additionalInformation");
        long conflicts = found.path("conflicts").asLong();
        long unanswered = found.path("unansweredAddresses").asLong();
        String status = status(task);
        if (!status.equals("completed")) {
            screen.line(new Word("the task has " + status, Style.BAD));
        }
        screen.line(
                "addresses checked: " + found.path("checkedAddresses").asLong() + ", on several servers:",
                new Word(Long.toString(conflicts), conflicts > 0 ? Style.BAD : Style.GOOD),
                Words.faint(conflicts > 0 ? "(domain-sharing conflicts)" : ""));
        if (unanswered > 0) {
            screen.line(new Word("not told by every peer: " + unanswered, Style.DOUBTFUL));
            found.path("unansweredByPeer")
                    .properties()
                    .forEach(peer -> screen.line(
                            Words.faint(";; " + peer.getKey() + ":"),
                            "left " + peer.getValue().asText() + " unanswered"));
        }
    }

    private static int exitCode(JsonNode task) {
        JsonNode found = task.path("additionalInformation");
        if (!status(task).equals("completed")) {
            return ExitCode.REFUSED;
        }
        if (found.path("conflicts").asLong() > 0) {
            return ExitCode.NO;
        }
        return found.path("unansweredAddresses").asLong() > 0 ? ExitCode.UNDETERMINED : ExitCode.OK;
    }

    private static String id(Done done) {
        return done.body().path("taskId").asText();
    }

    private static String status(JsonNode task) {
        return task.path("status").asText();
    }
}
