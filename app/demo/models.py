"""The mark of a database that holds demonstration data and nothing else."""

from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base


class DemoLoad(Base):
    __tablename__ = "demo_loads"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    complete: Mapped[bool] = mapped_column(default=False)
