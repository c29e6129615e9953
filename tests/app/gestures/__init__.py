import pytest

for _name in ("checks", "choosing", "desk", "joining", "looking", "moving", "placing", "random_user", "repaints",
              "shaping", "writing"):  # fmt: skip
    pytest.register_assert_rewrite(f"{__name__}.{_name}")
