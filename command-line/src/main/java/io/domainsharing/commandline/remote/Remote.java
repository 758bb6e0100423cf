// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.domainsharing.commandline.remote.Answer.Done;
import io.domainsharing.commandline.remote.Answer.Failed;
import io.domainsharing.commandline.terminal.Environment;
import io.domainsharing.commandline.terminal.ExitCode;
import io.domainsharing.commandline.terminal.Screen;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The options of every command that talks to WebAdmin, and the one place that tells what went wrong there. */
public final class Remote {
    private static final String URL_VARIABLE = "DOMAIN_SHARING_WEBADMIN";
    private static final String DEFAULT_URL = "http://127.0.0.1:8000";

    private final Environment environment;

    @Option(
            names = "--webadmin",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "where James's WebAdmin is (default: the environment variable " + URL_VARIABLE + ", or "
                    + DEFAULT_URL + ")")
    private @Nullable String url;

    @Option(
            names = "--token-env",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "environment variable that holds WebAdmin's token (default: " + Token.VARIABLE
                    + ", where it is set)")
    private @Nullable String tokenVariable;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            scope = ScopeType.INHERIT,
            defaultValue = "30",
            description = "how long WebAdmin may take to answer (default: ${DEFAULT-VALUE})")
    private int timeout;

    @Option(
            names = {"-h", "--help"},
            scope = ScopeType.INHERIT,
            usageHelp = true,
            description = "shows this help")
    private boolean unusedHelp; // picocli acts on it

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "WebAdmin's answer as one line of JSON, for scripts")
    private boolean json;

    /** @param environment where the token is */
    public Remote(Environment environment) {
        this.environment = environment;
    }

    /** Sends a request whose success is all that is asked for. */
    int run(CommandSpec spec, Request request, BiConsumer<Screen, Done> view) {
        return run(spec, request, view, body -> ExitCode.OK);
    }

    /**
     * Sends a request and shows what comes back.
     *
     * @param view for people
     * @param verdict the exit code of what came back
     */
    int run(CommandSpec spec, Request request, BiConsumer<Screen, Done> view, ToIntFunction<JsonNode> verdict) {
        Screen screen = Screen.of(spec);
        Answer answer = webAdmin(spec, request.tellsASecret(), screen).send(request);
        if (answer instanceof Failed failed) {
            screen.failure(failed.why());
            return failed.exitCode();
        }
        Done done = (Done) answer;
        if (json) {
            screen.json(
                    done.body().isMissingNode()
                            ? JsonNodeFactory.instance.objectNode().put("done", true)
                            : done.body());
        } else {
            view.accept(screen, done);
        }
        return verdict.applyAsInt(done.body());
    }

    /** WebAdmin for more than one request, none of which tells a secret. */
    WebAdmin webAdmin(CommandSpec spec, Screen screen) {
        return webAdmin(spec, false, screen);
    }

    /** Whether JSON is wanted rather than text. */
    boolean isJson() {
        return json;
    }

    Environment environment() {
        return environment;
    }

    private static void inTheClear(Screen screen, String what, URI server) {
        screen.warning(what + " goes to " + server + " unencrypted: use https, or a tunnel to 127.0.0.1");
    }

    private WebAdmin webAdmin(CommandSpec spec, boolean tellsASecret, Screen screen) {
        try {
            URI server = server();
            if (timeout < 1) {
                throw new IllegalArgumentException("--timeout takes a number of seconds, at least 1");
            }
            WebAdmin webAdmin = new WebAdmin(
                    server, Token.of(tokenVariable, environment).orElse(null), Duration.ofSeconds(timeout));
            if (webAdmin.sendsTokenInTheClear()) {
                inTheClear(screen, "the token", server);
            }
            if (tellsASecret && Token.isSentInTheClear(server)) {
                inTheClear(screen, "the peer's secret", server);
            }
            return webAdmin;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private URI server() {
        if (url != null) {
            return WebAdmin.url(url);
        }
        Optional<String> fromEnvironment = environment.value(URL_VARIABLE);
        try {
            return WebAdmin.url(fromEnvironment.orElse(DEFAULT_URL));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the environment variable " + URL_VARIABLE + ": " + e.getMessage(), e);
        }
    }
}
