// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.tree.ImmutableNode;

/**
 * What of the file to read on without, once a key of it cannot be meant: the key itself, or, where that is missing, the block that
 * lacks it. Never a block before another of its name, for the numbers in the keys that are told would no longer be the file's.
 */
final class MistakenKey {
    private static final Pattern POSITION = Pattern.compile("\\[(\\d+)]$");

    private MistakenKey() {}

    /**
     * The next thing to leave out, as commons-configuration names it.
     *
     * @param key such as {@code peers/peer[2]/mingerPort} or {@code lookup/@timeout}
     * @param leftOut what is left out already
     * @return empty: nothing more can be told
     */
    static Optional<String> next(String key, HierarchicalConfiguration<ImmutableNode> file, List<String> leftOut) {
        String path = key;
        while (!path.isEmpty()) {
            String name = nameOf(path);
            if (!leftOut.contains(name) && file.configurationsAt(name).size() + count(file, name) > 0) {
                return isLast(name, file) ? Optional.of(name) : Optional.empty();
            }
            int slash = path.lastIndexOf('/');
            path = slash < 0 ? "" : path.substring(0, slash);
        }
        return Optional.empty();
    }

    private static int count(HierarchicalConfiguration<ImmutableNode> file, String name) {
        return file.containsKey(name) ? 1 : 0;
    }

    private static boolean isLast(String name, HierarchicalConfiguration<ImmutableNode> file) {
        int open = name.lastIndexOf('(');
        if (open < 0 || !name.endsWith(")")) {
            return true;
        }
        int position = Integer.parseInt(name.substring(open + 1, name.length() - 1));
        return position == file.configurationsAt(name.substring(0, open)).size() - 1;
    }

    private static String nameOf(String path) {
        StringBuilder name = new StringBuilder();
        for (String step : path.split("/", -1)) {
            Matcher position = POSITION.matcher(step);
            String plain = position.find()
                    ? step.substring(0, position.start()) + '(' + (Integer.parseInt(position.group(1)) - 1) + ')'
                    : step;
            if (plain.startsWith("@")) {
                name.append("[").append(plain).append("]");
            } else {
                name.append(name.isEmpty() ? "" : ".").append(plain);
            }
        }
        return name.toString();
    }
}
