// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Has candidates alternate in short forks, so that what disturbs the machine disturbs all of them alike. Ratios are taken
 * inside each round; those of a round that was disturbed show at the ends of the spread and not in its median.
 *
 * <p>Arguments: the file to write, the number of rounds.
 */
public final class Duel {

    private Duel() {}

    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[0]);
        int rounds = Integer.parseInt(args[1]);
        List<Measurement> measurements = new ArrayList<>();
        for (Contest contest : Plan.contests()) {
            measurements.addAll(hold(contest, rounds));
        }
        measurements.add(Sweep.run());
        Files.createDirectories(file.toAbsolutePath().getParent());
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), measurements);
    }

    /** Every second round is in the opposite order. */
    private static List<Measurement> hold(Contest contest, int rounds) throws Exception {
        List<Score> scores = contest.candidates().stream().map(Score::new).toList();
        List<Score> order = new ArrayList<>(scores);
        for (int round = 0; round < rounds; round++) {
            boolean glance = round >= (rounds + 2) / 3;
            for (Score score : order) {
                if (!glance || !score.candidate.brief()) {
                    score.add(Fork.run(score.candidate));
                    System.out.println(score);
                }
            }
            Collections.reverse(order);
        }
        return scores.stream()
                .map(score -> score.measurement(contest, score == scores.get(0)))
                .toList();
    }
}
