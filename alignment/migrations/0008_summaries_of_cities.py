import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("alignment", "0007_wording_of_actors"),
        ("participants", "0001_initial"),
    ]

    operations = [
        migrations.DeleteModel(name="PlaceSummary"),
        migrations.CreateModel(
            name="PlaceSummary",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("best", models.SmallIntegerField()),
                ("best_direct", models.SmallIntegerField()),
                ("worst", models.SmallIntegerField()),
                (
                    "city",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="participants.city"
                    ),
                ),
                (
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="alignment.frameworkversion",
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="alignment.goal"
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="participants.network",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="alignment.target",
                    ),
                ),
            ],
            options={
                "verbose_name": "summary of a place",
                "verbose_name_plural": "summaries of places",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("network", "framework", "city", "goal", "target"),
                        name="place_summary_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("best__range", (0, 3)),
                            ("best_direct__range", (0, 3)),
                            ("worst__range", (-3, 0)),
                            ("best_direct__lte", models.F("best")),
                        ),
                        name="place_summary_scores_in_range",
                    ),
                ],
            },
        ),
    ]
