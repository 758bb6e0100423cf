// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import spark.Response;
import spark.Service;

/**
 * The page for administrators: one document that holds its style and scripts, asks nobody but this James, and holds no data of
 * its own. It is put together from the files beside it when James starts.
 */
final class StatusPage {
    private static final Pattern STYLE = Pattern.compile("<link rel=\"stylesheet\" href=\"([a-z-]+\\.css)\">");
    private static final Pattern SCRIPT = Pattern.compile("<script src=\"([a-z-]+\\.js)\"></script>");
    private static final Pattern INLINE_STYLE = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL);
    private static final Pattern INLINE_SCRIPT = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);

    private final String html;
    private final String policy;

    StatusPage() {
        String withStyle = inline(read("page.html"), STYLE, "style");
        this.html = inline(withStyle, SCRIPT, "script");
        // Whatever finds its way into the page: it is not run, it loads nothing, and it tells nobody.
        this.policy = "default-src 'none'; script-src " + hashes(INLINE_SCRIPT) + "; style-src " + hashes(INLINE_STYLE)
                + "; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
                + "; require-trusted-types-for 'script'; trusted-types 'none'";
    }

    void define(Service service, String path) {
        service.get(path, (request, response) -> serve(response));
    }

    /** What the browser gets. */
    String html() {
        return html;
    }

    /** The value of {@code Content-Security-Policy}. */
    String policy() {
        return policy;
    }

    private String serve(Response response) {
        response.type("text/html; charset=utf-8");
        AnswerHeaders.put(response, AnswerHeaders.POLICY, policy);
        return html;
    }

    private static String inline(String page, Pattern reference, String tag) {
        Function<String, String> element = file -> '<' + tag + ">\n" + read(file) + "</" + tag + '>';
        return reference.matcher(page).replaceAll(match -> Matcher.quoteReplacement(element.apply(match.group(1))));
    }

    private String hashes(Pattern element) {
        return element.matcher(html)
                .results()
                .map(match -> hash(match.group(1)))
                .collect(Collectors.joining(" "));
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + '\'';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static String read(String file) {
        try {
            return Resources.toString(Resources.getResource(StatusPage.class, "ui/" + file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
