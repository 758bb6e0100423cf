// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator.scale;

import io.domainsharing.simulator.scale.Scenario.Digests;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Figures as a picture, an SVG: questions for each RCPT and the share that is deferred, each with digests and without. */
final class Picture {
    private static final int WIDTH = 860;
    private static final int LEFT = 330;
    private static final int LONGEST = 400;
    private static final int LINE = 26;
    private static final int BAR = 16;
    private static final int TOP = 30;
    private static final int BETWEEN = 46;
    private static final String WITH = "#1f6feb";
    private static final String WITHOUT = "#6e7781";
    /** Bars begin at a thousandth, for a logarithm has no zero. */
    private static final double LEAST = 0.001;

    private final StringBuilder shapes = new StringBuilder();
    private int y = TOP;

    private Picture() {}

    static String of(List<Figures> all) {
        Picture picture = new Picture();
        picture.panel(
                "Questions to peers for each RCPT, all sites up (logarithmic)",
                all.stream().filter(figures -> !hasOutage(figures)).toList(),
                Figures::meanQuestions,
                questions -> Amount.count(questions));
        picture.panel(
                "Share of RCPTs that get 451, 1 % of the sites down, or one for 1 % of the day (logarithmic)",
                all.stream().filter(Picture::hasOutage).toList(), Figures::deferred, Amount::share);
        return picture.whole();
    }

    private static boolean hasOutage(Figures figures) {
        return figures.scenario().outage().sites() > 0;
    }

    /** Turns a value into words. */
    @FunctionalInterface
    private interface Words {
        String of(double value);
    }

    private void panel(String title, List<Figures> all, ToDoubleFunction<Figures> value, Words words) {
        text(20, y, " font-weight=\"600\"", title);
        y += LINE;
        double largest = all.stream().mapToDouble(value).max().orElse(1);
        for (Figures figures : all) {
            bar(nameOf(figures.scenario()), figures, value.applyAsDouble(figures), largest, words);
        }
        y += BETWEEN - LINE;
    }

    private void bar(String name, Figures figures, double value, double largest, Words words) {
        text(LEFT - 10, y, " text-anchor=\"end\"", name);
        double share = value <= LEAST ? 0 : Math.log(value / LEAST) / Math.log(Math.max(largest, 2 * LEAST) / LEAST);
        long length = Math.round(2 + LONGEST * share);
        shapes.append("  <rect x=\"")
                .append(LEFT)
                .append("\" y=\"")
                .append(y - BAR + 3)
                .append("\" width=\"")
                .append(length)
                .append("\" height=\"")
                .append(BAR)
                .append("\" fill=\"")
                .append(figures.scenario().digests() == Digests.NONE ? WITHOUT : WITH)
                .append("\"/>\n");
        text(LEFT + length + 8, y, "", words.of(value));
        y += LINE;
    }

    private static String nameOf(Scenario scenario) {
        String digests =
                switch (scenario.digests()) {
                    case NONE -> "no digests";
                    case SERVED -> "digests";
                    case UNBOUNDED -> "digests past the bound";
                };
        return Table.sizeOf(scenario.size()) + ", " + digests;
    }

    private void text(long x, long at, String attributes, String words) {
        shapes.append("  <text x=\"")
                .append(x)
                .append("\" y=\"")
                .append(at)
                .append('"')
                .append(attributes)
                .append('>')
                .append(words)
                .append("</text>\n");
    }

    private String whole() {
        return String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$d %2$d\" width=\"%1$d\" height=\"%2$d\" role=\"img\""
                        + " aria-labelledby=\"title\" font-family=\"system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif\""
                        + " font-size=\"13\" fill=\"#1f2328\">\n"
                        + "  <title id=\"title\">Questions for each RCPT, and the share of RCPTs that get 451, with digests and"
                        + " without</title>\n"
                        + "  <rect x=\"1\" y=\"1\" width=\"%3$d\" height=\"%4$d\" rx=\"10\" fill=\"#ffffff\" stroke=\"#d0d7de\"/>\n"
                        + "%5$s</svg>\n",
                WIDTH,
                y,
                WIDTH - 2,
                y - 2,
                shapes);
    }
}
